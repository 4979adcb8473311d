import { encodeAvif, encodePng16 } from '../../engine/image/files/encode-deep.ts'
import { saveImages } from '../../engine/image/files/save-images.ts'
import { cases, choice, float, int, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

const space = 'What the colours mean. Only sRGB is possible here.'

export default defineNode({
  type: 'SaveImageAdvanced',
  title: 'Save Image (Advanced)',
  about: 'Saves pictures as numbered PNG files of 8 or 16 bits, or as AVIF.',
  inputs: {
    images: image,
    filename_prefix: text({ isPath: true, default: 'ComfyUI', help: 'May contain subfolders, as with Save Image.' }),
    format: cases(
      {
        png: {
          bit_depth: choice(['8-bit', '16-bit'], { help: 'Of each channel. 16-bit keeps fine gradients.' }),
          input_color_space: choice(['sRGB'], { help: space }),
        },
        exr: {
          bit_depth: choice(['32-bit float'], { help: 'exr is not written here.' }),
          input_color_space: choice(['sRGB', 'HDR', 'linear'], { help: space }),
        },
        avif: {
          bit_depth: choice(['auto', '8-bit YUV420', '10-bit YUV420'], { help: 'auto is 8 bits for sRGB.' }),
          input_color_space: choice(['sRGB', 'HDR', 'HDR PQ'], { help: space }),
          crf: int({ default: 18, min: 1, max: 63, help: 'Lower is better and larger.' }),
          save_mode: cases(
            {
              'still images': {},
              animated: {
                fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01, help: 'Pictures a second.' }),
                loop_count: int({ default: 0, min: 0, max: 1000, help: 'How often it is shown; 0 is for ever.' }),
              },
            },
            { help: 'An animation is not written here: Save Animated WEBP and PNG write one.' },
          ),
        },
      },
      { help: 'exr is not written here.' },
    ),
  },
  outputs: { images: image },
  isOutput: true,

  async run({ images, filename_prefix, format }, { folders, metadata, report }) {
    const { choice: kind, bit_depth: depth, input_color_space: space } = format
    if (format.choice === 'exr' || space !== 'sRGB' || depth === '10-bit YUV420')
      throw new Error(`${kind} with ${depth} and ${space} is not written here: choose png or 8-bit avif, and sRGB.`)
    if (format.choice === 'avif' && format.save_mode?.choice === 'animated')
      throw new Error('Animated AVIF is not written here: use Save Animated WEBP or Save Animated PNG.')
    const how = {
      text: metadata,
      ...(format.choice === 'avif' && { extension: 'avif', encode: picture => encodeAvif(picture, format.crf) }),
      ...(depth === '16-bit' && { encode: picture => encodePng16(picture, metadata) }),
    } satisfies Parameters<typeof saveImages>[3]
    for (const file of await saveImages(images, folders.output, filename_prefix, how))
      report({ kind: 'image', image: { ...file, type: 'output' } })
    return { images }
  },
})
