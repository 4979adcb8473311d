import { grounding } from '../../../engine/pipeline/patches/formulas.ts'
import { int, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodeWhole } from '../../pipeline.ts'
import { clip, conditioning, gligen } from '../../sockets.ts'

const pixels = (value: number, help: string, min = 0) => int({ default: value, min, max: 16_384, step: 8, help })

export default defineNode({
  type: 'GLIGENTextBoxApply',
  title: 'GLIGENTextBoxApply',
  about: 'Asks for what a text says in a box of the picture; up to 30 boxes add up.',
  formula: grounding,
  inputs: {
    conditioning_to: { ...conditioning, help: 'The prompt of the whole picture.' },
    clip,
    gligen_textbox_model: gligen,
    text: text({ multiline: true, help: 'What is to be seen in the box.' }),
    width: pixels(64, 'Of the box, in pixels.', 8),
    height: pixels(64, 'Of the box, in pixels.', 8),
    x: pixels(0, 'The left edge of the box, in pixels.'),
    y: pixels(0, 'The upper edge of the box, in pixels.'),
  },
  outputs: { CONDITIONING: conditioning },

  async run({ conditioning_to, clip, gligen_textbox_model: gligen, text, ...box }, context) {
    const words = await encodeWhole(clip, text, context)
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(n => Math.floor(n / 8)) as [
      number,
      number,
      number,
      number,
    ]
    const added = { words, x, y, width, height }
    return {
      CONDITIONING: conditioning_to.map(prompt => ({
        ...prompt,
        grounded: { gligen, boxes: [...(prompt.grounded?.boxes ?? []), added] },
      })),
    }
  },
})
