import { findPattern, type PatternMatch } from '../../../engine/text/python-pattern.ts'
import { joined } from '../../../engine/text/python-text.ts'
import { choice, int, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { string } from '../../sockets.ts'
import { flagsOf, orNothing, regexPattern } from './flags.ts'

export default defineNode({
  type: 'RegexExtract',
  title: 'Regex Extract',
  about: 'Takes what matches a pattern out of a text, one match a line.',
  inputs: {
    string: text({ multiline: true, verbatim: true, help: 'The text to search.' }),
    regex_pattern: regexPattern,
    mode: choice(['First Match', 'All Matches', 'First Group', 'All Groups'], {
      help: 'All Matches gives the first group of each match if the pattern has groups, as in ComfyUI.',
    }),
    case_insensitive: toggle({ default: true, help: 'On: capitals and small letters are the same.' }),
    multiline: toggle({ default: false, help: '^ and $ also match at the ends of lines.' }),
    dotall: toggle({ default: false, help: '. also matches line breaks.' }),
    group_index: int({
      default: 1,
      min: 0,
      max: 100,
      help: 'Which group the modes with Group take; 0 is the whole match.',
    }),
  },
  outputs: { STRING: string },

  run({ string: text, regex_pattern, mode, group_index, ...flags }, context) {
    const most = mode.startsWith('First') ? 1 : Number.POSITIVE_INFINITY
    const found = orNothing(context, () => findPattern(text, regex_pattern, flagsOf(flags), most))
    return { STRING: joined(found.flatMap(taken[mode](group_index)), '\n') }
  },
})

type Taken = (index: number) => (match: PatternMatch) => readonly string[]

/** What of a match is taken; a group that takes no part is empty. */
const taken = {
  'First Match': () => match => [match.groups[0]!],
  'All Matches':
    () =>
    ({ groups }) => [(groups.length > 1 ? groups[1] : groups[0]) ?? ''],
  'First Group':
    index =>
    ({ groups }) =>
      index < groups.length ? [groups[index] ?? ''] : [],
  'All Groups':
    index =>
    ({ groups }) =>
      groups.length > 1 && index < groups.length ? [groups[index] ?? ''] : [],
} as const satisfies Record<string, Taken>
