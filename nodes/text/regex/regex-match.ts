import { findPattern } from '../../../engine/text/python-pattern.ts'
import { text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { boolean } from '../../sockets.ts'
import { flagsOf, orNothing, regexPattern } from './flags.ts'

export default defineNode({
  type: 'RegexMatch',
  title: 'Regex Match',
  about: 'Tells whether a pattern occurs in a text.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to search.' }),
    regex_pattern: regexPattern,
    case_insensitive: toggle({ default: true, help: 'On: capitals and small letters are the same.' }),
    multiline: toggle({ default: false, help: '^ and $ also match at the ends of lines.' }),
    dotall: toggle({ default: false, help: '. also matches line breaks.' }),
  },
  outputs: { matches: boolean },

  run({ string: text, regex_pattern, ...flags }, context) {
    const found = orNothing(context, () => findPattern(text, regex_pattern, flagsOf(flags), 1))
    return { matches: found.length > 0 }
  },
})
