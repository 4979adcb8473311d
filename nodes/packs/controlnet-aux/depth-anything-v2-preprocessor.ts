import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { choice, type FindFile, int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { estimateDepth } from '../../pipeline.ts'
import { image } from '../../sockets.ts'

const sizes = ['vitg', 'vitl', 'vitb', 'vits'] as const
const fileOf = (size: string) => `depth_anything_v2_${size}.pth` as const

export default defineNode({
  type: 'DepthAnythingV2Preprocessor',
  title: 'Depth Anything V2 - Relative',
  about: 'Estimates how near everything in a picture is, for a depth ControlNet (ControlNet Auxiliary Preprocessors).',
  inputs: {
    image,
    ckpt_name: optional(
      choice(
        [
          'depth_anything_v2_vitg.pth',
          'depth_anything_v2_vitl.pth',
          'depth_anything_v2_vitb.pth',
          'depth_anything_v2_vits.pth',
        ],
        {
          default: 'depth_anything_v2_vitl.pth',
          help: 'A file of models/depthanything, also as .safetensors. Another size is used where this one is not there.',
        },
      ),
    ),
    resolution: optional(
      int({ default: 512, min: 64, max: 16_384, step: 64, help: 'The shorter side of the result.' }),
    ),
  },
  outputs: { IMAGE: image },
  fingerprint: async ({ ckpt_name }, find) => (await findDepth(ckpt_name, find))?.fingerprint ?? 'missing',

  async run({ image, ckpt_name = 'depth_anything_v2_vitl.pth', resolution = 512 }, context) {
    const file = await findDepth(ckpt_name, context.find)
    if (!file)
      throw new Error(
        `${ckpt_name} is not here, nor another size of it. Put depth_anything_v2_vits.safetensors into models/depthanything.`,
      )
    if (!file.name.includes(ckpt_name.slice(0, -'.pth'.length)))
      context.notice(`${ckpt_name} is not here; ${file.name} is used instead`)
    return { IMAGE: await estimateDepth(file, image, resolution, context) }
  },
})

/** The file in any of its published forms; of another size where it is not there, the larger first. */
async function findDepth(name: string | undefined, find: FindFile): Promise<FileRef | null> {
  const wanted = sizes.find(size => name === fileOf(size)) ?? 'vitl'
  for (const size of [wanted, 'vitl', 'vitb', 'vits'])
    for (const form of ['', '_fp16', '_fp32'])
      for (const ending of ['safetensors', 'pth']) {
        const found = await find('depthanything', `depth_anything_v2_${size}${form}.${ending}`)
        if (found) return found
      }
  return null
}
