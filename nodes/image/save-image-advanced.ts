import { encodeAvif, encodePng16 } from '../../engine/image/files/encode-deep.ts'
import { saveImages } from '../../engine/image/files/save-images.ts'
import { choice, int, optional, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

/** ComfyUI shows the inputs of the chosen format only; a prompt names them `format.bit_depth` and so on. */
export default defineNode({
  type: 'SaveImageAdvanced',
  title: 'Save Image (Advanced)',
  about: 'Saves pictures as numbered PNG files of 8 or 16 bits, or as AVIF.',
  inputs: {
    images: image,
    filename_prefix: text({ default: 'ComfyUI', help: 'May contain subfolders, as with Save Image.' }),
    format: choice(['png', 'exr', 'avif'], { help: 'exr is not written here.' }),
    'format.bit_depth': choice(['8-bit', '16-bit', 'auto', '8-bit YUV420', '10-bit YUV420', '32-bit float'], {
      help: '16-bit is for png. The last four belong to avif and exr; avif is written with 8 bits.',
    }),
    'format.input_color_space': optional(
      choice(['sRGB', 'HDR', 'HDR PQ', 'linear'], { help: 'Only sRGB is possible here.' }),
    ),
    'format.crf': optional(int({ default: 18, min: 1, max: 63, help: 'For avif: lower is better and larger.' })),
  },
  outputs: { images: image },
  isOutput: true,

  async run({ images, filename_prefix, format, ...options }, { folders, metadata, report }) {
    const space = options['format.input_color_space'] ?? 'sRGB'
    const depth = options['format.bit_depth']
    if (format === 'exr' || space !== 'sRGB' || depth === '10-bit YUV420')
      throw new Error(`${format} with ${depth} and ${space} is not written here: choose png or 8-bit avif, and sRGB.`)
    const crf = options['format.crf'] ?? 18
    const how = {
      text: metadata,
      ...(format === 'avif' && { extension: 'avif', encode: picture => encodeAvif(picture, crf) }),
      ...(depth === '16-bit' && { encode: picture => encodePng16(picture, metadata) }),
    } satisfies Parameters<typeof saveImages>[3]
    for (const file of await saveImages(images, folders.output, filename_prefix, how))
      report({ kind: 'image', image: { ...file, type: 'output' } })
    return { images }
  },
})
