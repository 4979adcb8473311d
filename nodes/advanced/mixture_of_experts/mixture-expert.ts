import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip, expert, model } from '../../sockets.ts'

export default defineNode({
  type: 'MixtureExpert',
  title: 'Expert',
  about: 'Makes a model an expert of a mixture, for what its prompts name.',
  ours: true,
  inputs: {
    model: { ...model, help: 'Its LoRAs act in the layers that the mixture takes from it.' },
    clip,
    positive: text({ multiline: true, help: 'What this model draws best: the mixture recognises it by this prompt.' }),
    negative: text({ multiline: true, help: 'What to avoid while the gate vectors are measured.' }),
    name: text({ help: 'Its name in the heat map. Empty: that of the file.' }),
  },
  outputs: { EXPERT: expert },

  fingerprint: async ({ positive = '', negative = '' }, find) =>
    (await promptFiles(`${positive}\n${negative}`, find)).map(file => file.fingerprint).join(),

  async run({ model, clip, name, ...prompts }, context) {
    const [positive, negative] = [
      await encodePrompt(clip, prompts.positive, context),
      await encodePrompt(clip, prompts.negative, context),
    ]
    const named = name.trim() || [model.file, ...model.loras.map(({ file }) => file)].map(plainName).join(' + ')
    return { EXPERT: { name: named, model, positive, negative, prompts } }
  },
})

const plainName = ({ name }: { readonly name: string }): string =>
  name.replace(/^.*[\\/]/, '').replace(/\.safetensors$/, '')
