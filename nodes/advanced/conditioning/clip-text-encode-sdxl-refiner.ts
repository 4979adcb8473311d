import { float, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip, conditioning } from '../../sockets.ts'
import { picturePixels } from '../../widgets.ts'

export default defineNode({
  type: 'CLIPTextEncodeSDXLRefiner',
  title: 'CLIPTextEncodeSDXLRefiner',
  about: 'Encodes a prompt for SDXL’s refiner, with an aesthetic score.',
  inputs: {
    ascore: float({
      default: 6,
      min: 0,
      max: 1000,
      step: 0.01,
      help: 'Aesthetic score of the picture. 6 is usual for the prompt, 2.5 for the negative prompt.',
    }),
    width: picturePixels(1024, 'Width of the picture that the model imitates.'),
    height: picturePixels(1024, 'Height of the picture that the model imitates.'),
    text: text({
      multiline: true,
      help: '(word:1.2) strengthens a word. embedding:name uses a file of the embeddings folder.',
    }),
    clip: { ...clip, help: 'The text encoder of the refiner: CLIP-G.' },
  },
  outputs: { CONDITIONING: conditioning },

  fingerprint: async ({ text = '' }, find) => (await promptFiles(text, find)).map(file => file.fingerprint).join(),

  async run({ ascore, width, height, text, clip }, context) {
    const prompts = await encodePrompt(clip, text, context)
    const whole = { width, height, cropX: 0, cropY: 0, targetWidth: width, targetHeight: height }
    return { CONDITIONING: prompts.map(prompt => ({ ...prompt, sizes: { ...whole, aestheticScore: ascore } })) }
  },
})
