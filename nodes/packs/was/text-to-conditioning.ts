import clipTextEncode from '../../conditioning/clip-text-encode.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt } from '../../pipeline.ts'
import { clip, string } from '../../sockets.ts'

export default defineNode({
  type: 'Text to Conditioning',
  title: 'Text to Conditioning',
  about: 'Encodes a prompt that comes by a wire, as CLIP Text Encode does (WAS Node Suite).',
  inputs: { clip, text: string },
  outputs: clipTextEncode.outputs,

  async run({ clip, text }, context) {
    return { CONDITIONING: await encodePrompt(clip, text, context) }
  },
})
