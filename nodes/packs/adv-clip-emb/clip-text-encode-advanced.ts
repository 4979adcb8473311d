import { choice, text } from '../../../graph/node.ts'
import clipTextEncode from '../../conditioning/clip-text-encode.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'BNK_CLIPTextEncodeAdvanced',
  title: 'CLIP Text Encode (Advanced)',
  about: 'Encodes a prompt as CLIP Text Encode does (ADV_CLIP_emb).',
  inputs: {
    text: text({ multiline: true, help: 'What to draw, or what to avoid.' }),
    clip,
    token_normalization: choice(['none', 'mean', 'length', 'length+mean'], {
      help: 'How weights are balanced; for a prompt with weights only none is possible here.',
    }),
    weight_interpretation: choice(['comfy', 'A1111', 'compel', 'comfy++', 'down_weight'], {
      help: 'What a weight means; for a prompt with weights only comfy is possible here.',
    }),
  },
  outputs: clipTextEncode.outputs,

  fingerprint: async ({ text = '' }, find) => (await promptFiles(text, find)).map(file => file.fingerprint).join(),

  async run({ text, clip, token_normalization, weight_interpretation }, context) {
    // Without weights, all settings give the same.
    const isPlain = token_normalization === 'none' && weight_interpretation === 'comfy'
    if (!isPlain && text.includes('('))
      throw new Error(
        'This prompt has weights, and only comfy weights are possible here: set token_normalization to none and weight_interpretation to comfy, or remove the parentheses.',
      )
    return { CONDITIONING: await encodePrompt(clip, text, context) }
  },
})
