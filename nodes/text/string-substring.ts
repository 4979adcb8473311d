import { slice } from '../../engine/text/python-text.ts'
import { int, text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { string } from '../sockets.ts'

const limit = Number.MAX_SAFE_INTEGER

export default defineNode({
  type: 'StringSubstring',
  title: 'Substring',
  about: 'Cuts a part out of a text.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to cut from.' }),
    start: int({
      default: 0,
      min: -limit,
      max: limit,
      help: 'The first character, counted from 0; negative from the end.',
    }),
    end: int({ default: 0, min: -limit, max: limit, help: 'The character after the last one.' }),
  },
  outputs: { STRING: string },

  run: ({ string: text, start, end }) => ({ STRING: slice(text, start, end) }),
})
