import { trimEnd, trimStart } from '../../../engine/text/python-text.ts'
import { choice, optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'

const part = optional(string)

export default defineNode({
  type: 'Text Concatenate',
  title: 'Text Concatenate',
  about: 'Joins up to four texts that come by wires, without the empty ones (WAS Node Suite).',
  inputs: {
    delimiter: text({ default: ', ', verbatim: true, help: 'What stands between two texts; \\n begins a new line.' }),
    clean_whitespace: choice(['true', 'false'], { help: 'true removes white space from the ends of each text.' }),
    text_a: part,
    text_b: part,
    text_c: part,
    text_d: part,
  },
  outputs: { STRING: string },

  run({ delimiter, clean_whitespace, text_a, text_b, text_c, text_d }) {
    const given = [text_a, text_b, text_c, text_d].filter(each => each !== undefined)
    const parts = clean_whitespace === 'true' ? given.map(each => trimEnd(trimStart(each))) : given
    return { STRING: parts.filter(each => each !== '').join(delimiter === '\\n' ? '\n' : delimiter) }
  },
})
