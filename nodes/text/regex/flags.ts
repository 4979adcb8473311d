import { PatternError, type PatternFlags, type PatternMatch } from '../../../engine/text/python-pattern.ts'
import { text } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'

/** What the nodes for patterns have in common. */
export const regexPattern = text({
  multiline: true,
  verbatim: true,
  help: 'A regular expression in Python’s notation. A search that takes more than two seconds is refused.',
})

interface Flags {
  readonly case_insensitive: boolean | undefined
  readonly multiline: boolean | undefined
  readonly dotall: boolean | undefined
}

export const flagsOf = ({ case_insensitive = true, multiline = false, dotall = false }: Flags): PatternFlags => ({
  ignoreCase: case_insensitive,
  multiline,
  dotAll: dotall,
})

/** As in ComfyUI a pattern that cannot be read matches nothing; here that is said. */
export function orNothing(
  { notice }: Pick<RunContext, 'notice'>,
  find: () => readonly PatternMatch[],
): readonly PatternMatch[] {
  try {
    return find()
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    notice(`${error.message} It matches nothing.`)
    return []
  }
}
