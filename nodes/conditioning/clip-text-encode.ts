import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { encodePrompt, promptFiles } from '../pipeline.ts'
import { clip, conditioning } from '../sockets.ts'

export default defineNode({
  type: 'CLIPTextEncode',
  title: 'CLIP Text Encode (Prompt)',
  about: 'Encodes a prompt with the text encoder, as the conditioning that guides the model.',
  inputs: {
    text: text({
      multiline: true,
      help: '(word:1.2) strengthens a word, (word:0.8) weakens it. embedding:name uses a file of the embeddings folder, <lora:name:0.8> a LoRA, <lora:name:0.5@0,0@0.5> one whose strength falls to 0 by half of the steps. [cat:dog:0.5] changes the text after half of the steps, [cat:dog:3] after 3.',
    }),
    clip,
  },
  outputs: { CONDITIONING: conditioning },

  fingerprint: async ({ text = '' }, find) => (await promptFiles(text, find)).map(file => file.fingerprint).join(),

  async run({ text, clip }, context) {
    return { CONDITIONING: await encodePrompt(clip, text, context) }
  },
})
