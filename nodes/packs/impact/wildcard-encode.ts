import { seed, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, promptFiles } from '../../pipeline.ts'
import { clip, conditioning, model, string } from '../../sockets.ts'

const adding = (value: string) =>
  text({ default: value, verbatim: true, help: 'Ignored: adds to the text in the pack.' })

export default defineNode({
  type: 'ImpactWildcardEncode',
  title: 'ImpactWildcardEncode',
  about: 'Encodes a prompt in which the wildcards are replaced already (Impact Pack).',
  inputs: {
    model,
    clip,
    wildcard_text: text({ multiline: true, help: 'Encoded only where populated_text is empty.' }),
    populated_text: text({
      multiline: true,
      verbatim: true,
      help: 'What is encoded; may name LoRAs: <lora:name:0.8>.',
    }),
    mode: toggle({ default: true, help: 'Ignored: the populated text is used as it is.' }),
    'Select to add LoRA': adding('Select the LoRA to add to the text'),
    'Select to add Wildcard': adding('Select the Wildcard to add to the text'),
    seed: seed({ help: 'Ignored: for the choice among wildcards.' }),
  },
  outputs: { model, clip, conditioning, populated_text: string },

  fingerprint: async ({ populated_text = '', wildcard_text = '' }, find) =>
    (await promptFiles(`${populated_text} ${wildcard_text}`, find)).map(file => file.fingerprint).join(),

  async run({ model, clip, populated_text, wildcard_text }, context) {
    const prompt = populated_text.trim() === '' ? wildcard_text : populated_text
    const unread = /__[\w/*-]+__/.exec(prompt)
    if (unread) throw new Error(`Wildcard files are not read here: replace ${unread[0]} in the text.`)
    // LoRAs of the text reach the model through the conditioning.
    return { model, clip, conditioning: await encodePrompt(clip, prompt, context), populated_text: prompt }
  },
})
