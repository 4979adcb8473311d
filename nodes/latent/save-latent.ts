import { encodeLatent } from '../../engine/checkpoint/files/latent-file.ts'
import { outputNames } from '../../engine/image/files/output-names.ts'
import { saveNumbered } from '../../engine/image/files/save-numbered.ts'
import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'SaveLatent',
  title: 'SaveLatent',
  about: 'Saves a latent, with its workflow, as a numbered .latent file in the output folder.',
  inputs: {
    samples: latent,
    filename_prefix: text({
      isPath: true,
      default: 'latents/ComfyUI',
      help: 'May contain subfolders, as in Save Image.',
    }),
  },
  outputs: {},
  isOutput: true,

  async run({ samples: { samples }, filename_prefix }, { folders, metadata, notice }) {
    const [, , h = 0, w = 0] = samples.dims
    const names = await outputNames(folders.output, filename_prefix, { width: 8 * w, height: 8 * h })
    const numbering = { counter: names.firstCounter, inBatch: 0, extension: 'latent' }
    const { file } = await saveNumbered(encodeLatent(samples, metadata), names, numbering)
    notice(`The latent was saved as ${file.path}.`)
    return {}
  },
})
