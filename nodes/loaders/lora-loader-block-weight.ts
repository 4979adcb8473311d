import { file, float, seed, text, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { applyLoraBlocks } from '../pipeline.ts'
import { clip, model, string } from '../sockets.ts'

const strength = float({
  default: 1,
  min: -10,
  max: 10,
  step: 0.01,
  help: '0 is off, 1 as trained. The numbers of the blocks multiply it. A change does not reload the model.',
})
const letter = (name: string, value: number) =>
  float({
    default: value,
    min: -10,
    max: 10,
    step: 0.01,
    help: `The number that the letter ${name} stands for. The small letter is half of it.`,
  })

/** Of the Inspire Pack. Its two lists of names only help to fill in the vector, so any text is accepted for them. */
export default defineNode({
  type: 'LoraLoaderBlockWeight //Inspire',
  title: 'LoRA Loader (Block Weight)',
  about: 'Adds a LoRA with its own strength for each block of the UNet.',
  inputs: {
    model,
    clip,
    category_filter: text({
      default: 'All',
      help: 'Ignored. The folder that the list of files was limited to.',
    }),
    lora_name: file('loras', { help: 'A file of models/loras, made for the same family as the checkpoint.' }),
    strength_model: strength,
    strength_clip: strength,
    inverse: toggle({ default: false, help: 'Uses 1 − x for every number x.' }),
    seed: seed({ help: 'Seed of the random numbers that R and U stand for.' }),
    A: letter('A', 4),
    B: letter('B', 1),
    preset: text({ default: 'Preset', help: 'Ignored. The preset that the vector was copied from.' }),
    block_vector: text({
      default: '1,0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,1',
      multiline: true,
      help: '17 numbers for SD 1.x, 12 for SDXL: first the text encoder and layers outside the blocks, then input, middle and output blocks. R is random from 0 to 3, U from −1.5 to 1.5.',
    }),
    bypass: toggle({ default: false, help: 'Turns the LoRA off.' }),
  },
  outputs: { model, clip, populated_vector: string },

  async run({ model, clip, lora_name, strength_model, strength_clip, bypass, ...vector }, { notice }) {
    if (bypass) return { model, clip, populated_vector: '' }
    const { inverse, seed, A: a, B: b, block_vector } = vector
    const strengths = { model: strength_model, clip: strength_clip }
    const changed = await applyLoraBlocks({ model, clip }, lora_name, strengths, {
      text: block_vector,
      inverse,
      seed,
      a,
      b,
    })
    changed.notices.forEach(notice)
    return { model: changed.model ?? model, clip: changed.clip ?? clip, populated_vector: changed.populated.join(',') }
  },
})
