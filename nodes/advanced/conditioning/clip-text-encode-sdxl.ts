import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip, conditioning } from '../../sockets.ts'
import { picturePixels } from '../../widgets.ts'

export default defineNode({
  type: 'CLIPTextEncodeSDXL',
  title: 'CLIPTextEncodeSDXL',
  about: 'Encodes a text for each of SDXL’s two text encoders, with the picture sizes that the model is to imitate.',
  inputs: {
    clip,
    width: picturePixels(
      1024,
      'Width of the picture that the model imitates, before cropping. Small values give blurred results.',
    ),
    height: picturePixels(1024, 'Height of the picture that the model imitates, before cropping.'),
    crop_w: picturePixels(
      0,
      'Pixels that the imitated picture is cropped by on the left. 0 keeps subjects in the middle.',
    ),
    crop_h: picturePixels(0, 'Pixels that the imitated picture is cropped by at the top.'),
    target_width: picturePixels(1024, 'Width of the result.'),
    target_height: picturePixels(1024, 'Height of the result.'),
    text_g: text({ multiline: true, help: 'The text for CLIP-G, the larger text encoder. Sentences work well.' }),
    text_l: text({ multiline: true, help: 'The text for CLIP-L. Use the same text, or tags and styles.' }),
  },
  outputs: { CONDITIONING: conditioning },

  fingerprint: async ({ text_g = '', text_l = '' }, find) =>
    (await promptFiles(`${text_g}\n${text_l}`, find)).map(file => file.fingerprint).join(),

  async run({ clip, text_g, text_l, width, height, crop_w, crop_h, target_width, target_height }, context) {
    const prompts = await encodePrompt(clip, { clipL: text_l, clipG: text_g }, context)
    const sizes = {
      width,
      height,
      cropX: crop_w,
      cropY: crop_h,
      targetWidth: target_width,
      targetHeight: target_height,
    }
    return { CONDITIONING: prompts.map(prompt => ({ ...prompt, sizes })) }
  },
})
