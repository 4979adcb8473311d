import { text } from '../../../graph/node.ts'
import clipTextEncode from '../../conditioning/clip-text-encode.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'
import { tokenNormalization, weightInterpretation, weightingOf } from './weighting.ts'

export default defineNode({
  type: 'BNK_CLIPTextEncodeAdvanced',
  title: 'CLIP Text Encode (Advanced)',
  about: 'Encodes a prompt as CLIP Text Encode does, with weights of another meaning (ADV_CLIP_emb).',
  inputs: {
    text: text({ multiline: true, help: 'What to draw, or what to avoid.' }),
    clip,
    token_normalization: tokenNormalization,
    weight_interpretation: weightInterpretation,
  },
  outputs: clipTextEncode.outputs,

  fingerprint: async ({ text = '' }, find) => (await promptFiles(text, find)).map(file => file.fingerprint).join(),

  async run({ text, clip, token_normalization, weight_interpretation }, context) {
    const weighting = weightingOf(text, token_normalization, weight_interpretation)
    return { CONDITIONING: await encodePrompt(clip, text, { ...context, weighting }) }
  },
})
