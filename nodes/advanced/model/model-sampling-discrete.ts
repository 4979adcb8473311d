import { choice, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ModelSamplingDiscrete',
  title: 'ModelSamplingDiscrete',
  about: 'Sets what a model predicts, where its file does not say; LCM LoRAs need lcm.',
  inputs: {
    model,
    sampling: choice(['eps', 'v_prediction', 'lcm', 'x0', 'img_to_img'], {
      help: 'What the network predicts: eps for most models, v_prediction for SD 2.x at 768 pixels, x0 for SDXL-Lightning 1-step.',
    }),
    zsnr: toggle({
      default: false,
      help: 'For models trained with zero terminal SNR, which can make very dark and very bright pictures.',
    }),
  },
  outputs: { MODEL: model },

  run({ model, sampling, zsnr }) {
    const timesteps = sampling === 'lcm' ? ('distilled' as const) : ('full' as const)
    return { MODEL: { ...model, sampling: { prediction: sampling, timesteps, zsnr } } }
  },
})
