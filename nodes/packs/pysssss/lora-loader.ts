import { optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import loraLoader from '../../loaders/lora-loader.ts'
import { string } from '../../sockets.ts'

export default defineNode({
  type: 'LoraLoader|pysssss',
  title: 'Lora Loader 🐍',
  about: 'Adds a LoRA as Load LoRA does (Custom Scripts).',
  inputs: {
    ...loraLoader.inputs,
    prompt: optional(text({ verbatim: true, help: 'The example that was selected; passed on as it is.' })),
  },
  outputs: { ...loraLoader.outputs, example: string },

  async run({ prompt = '', ...inputs }, context) {
    return { ...(await loraLoader.run(inputs, context)), example: prompt }
  },
})
