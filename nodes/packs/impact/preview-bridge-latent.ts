import { fromPlanes } from '../../../engine/image/transform/planes.ts'
import { map, zeros } from '../../../engine/tensor/tensor.ts'
import { choice, optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { decodeLatent } from '../../pipeline.ts'
import { preview } from '../../preview.ts'
import { latent, mask, vae } from '../../sockets.ts'

export default defineNode({
  type: 'PreviewBridgeLatent',
  title: 'Preview Bridge (Latent)',
  about: 'Shows a latent that a VAE decodes, and passes it on with its mask (Impact Pack).',
  inputs: {
    latent,
    image: text({ verbatim: true, help: 'Ignored: where the pack keeps a mask that was painted on the preview.' }),
    preview_method: choice(['Latent2RGB-SDXL', 'Latent2RGB-SD15', 'TAESDXL', 'TAESD15'], {
      help: 'Ignored: without a VAE nothing is shown.',
    }),
    vae_opt: optional(vae),
  },
  outputs: { LATENT: latent, MASK: mask },
  isOutput: true,

  async run({ latent, vae_opt }, context) {
    if (vae_opt) await preview(await decodeLatent(vae_opt, latent, context), context)
    const [, , h = 1, w = 1] = latent.samples.dims
    const kept = latent.noiseMask && fromPlanes(latent.noiseMask)
    const MASK = kept ? { dims: kept.dims.slice(0, 3), data: kept.data } : map(zeros([1, h, w]), () => 1)
    return { LATENT: latent, MASK }
  },
})
