import { findPattern, replacement } from '../../../engine/text/python-pattern.ts'
import { joined } from '../../../engine/text/python-text.ts'
import { int, optional, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'
import { flagsOf, regexPattern } from './flags.ts'

export default defineNode({
  type: 'RegexReplace',
  title: 'Regex Replace',
  about: 'Replaces what matches a pattern in a text.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to change.' }),
    regex_pattern: regexPattern,
    replace: text({
      multiline: true,
      verbatim: true,
      help: 'What takes the place of a match: \\1 is its first group, \\g<name> a named one.',
    }),
    case_insensitive: optional(toggle({ default: true, help: 'On: capitals and small letters are the same.' })),
    multiline: optional(toggle({ default: false, help: '^ and $ also match at the ends of lines.' })),
    dotall: optional(toggle({ default: false, help: '. also matches line breaks.' })),
    count: optional(int({ default: 0, min: 0, max: 100, help: 'The most replacements; 0 replaces all.' })),
  },
  outputs: { STRING: string },

  run({ string: text, regex_pattern, replace, count = 0, ...flags }) {
    const parts: string[] = []
    let from = 0
    for (const match of findPattern(text, regex_pattern, flagsOf(flags), count || undefined)) {
      parts.push(text.slice(from, match.at), replacement(replace, match))
      from = match.at + match.groups[0]!.length
    }
    return { STRING: joined([...parts, text.slice(from)], '') }
  },
})
