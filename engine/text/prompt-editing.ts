/**
 * Texts that change during the sampling, in the notation of AUTOMATIC1111's web UI (prompt_parser.py): `[from:to:when]`,
 * `[to:when]`, which adds, and `[from::when]`, which removes; they may be nested. With a point `when` is a share of the steps,
 * without one a number of steps, and `from` counts for one step more: the web UI counts steps from 0. All else in brackets is text.
 *
 *   w = min(n, ⌊share·n⌋) or min(n, steps);  `to` counts for w < 1, or from the step e > w on,  e = 0 … n − 1
 */

/** When a text changes. */
export interface Moment {
  readonly unit: 'share' | 'steps'
  readonly value: number
}

/** When a text counts: all of `after` have come, and none of `until`. */
export interface During {
  readonly after: readonly Moment[]
  readonly until: readonly Moment[]
}

/** Where a sampling is: `done` of `of` steps are complete. */
export interface StepsDone {
  readonly done: number
  readonly of: number
}

export const isDuring = ({ after, until }: During, at: StepsDone): boolean =>
  after.every(moment => hasCome(moment, at)) && !until.some(moment => hasCome(moment, at))

function hasCome({ unit, value }: Moment, { done, of }: StepsDone): boolean {
  const last = Math.min(of, Math.trunc(unit === 'share' ? value * of : value))
  return last < 1 || done > last
}

/** Characters `from` up to, not including, `to`. */
type Span = readonly [from: number, to: number]

/** Brackets that say one text or the other. */
interface Change {
  readonly moment: Moment
  readonly whole: Span
  readonly before: Span
  readonly after: Span
}

export interface EditedText {
  readonly moments: readonly Moment[]
  /** What looks like a change and stays text, as `[a:b:soon]` or `[a:b:0.5` without its end; the beginning of the first few. */
  readonly unread: readonly string[]
  /** What the prompt says when these moments have come. */
  textAfter(come: ReadonlySet<Moment>): string
}

/** Something open: where it began, where its colons are, and whether what it holds can be the text of a change. */
interface Open {
  readonly bracket: '' | '[' | '('
  readonly from: number
  readonly colons: number[]
  hasBar: boolean
  isSpoilt: boolean
}

/** A tag of a LoRA and the word before the name of an embedding have colons of their own. */
const PIECE = /<(?:lora|lyco):[^<>]{0,1000}>|embedding:|\\.|[[\]():|]/gi
const NUMBER = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*$/i
/** Longer texts are not numbers that a person wrote. */
const LONGEST = 100
/** Characters of a text in a message. */
const SHOWN = 60

/** Reads a prompt, in time that is linear in its length. */
export function parseEditing(prompt: string): EditedText {
  const { changes: found, unread } = changesIn(prompt)
  const changes = found.toSorted((a, b) => a.whole[0] - b.whole[0])
  return {
    moments: changes.map(({ moment }) => moment),
    unread: unread.slice(0, 8),
    textAfter(come) {
      let [text, at] = ['', 0]
      const leftOut = changes.flatMap(({ moment, whole, before, after }) => {
        const [from, to] = come.has(moment) ? after : before
        return [[whole[0], from] as const, [to, whole[1]] as const]
      })
      for (const [from, to] of leftOut.toSorted(([a], [b]) => a - b)) {
        if (from > at) text += prompt.slice(at, from)
        at = Math.max(at, to)
      }
      return text + prompt.slice(at)
    },
  }
}

function changesIn(prompt: string): { changes: Change[]; unread: string[] } {
  const changes: Change[] = []
  const unread: string[] = []
  const open: Open[] = [opened('', 0)]
  for (const { 0: piece, index } of prompt.matchAll(PIECE)) {
    const inner = open.at(-1)!
    if (piece === '[' || piece === '(') open.push(opened(piece, index))
    else if (piece === ':') inner.colons.push(index)
    else if (piece === '|') inner.hasBar = true
    else if ((piece === ']' && inner.bracket === '[') || (piece === ')' && inner.bracket === '(')) {
      open.pop()
      const change = piece === ']' ? changeOf(inner, index, prompt) : undefined
      if (change) changes.push(change)
      else open.at(-1)!.isSpoilt ||= !isText(inner)
      if (piece === ']' && !change && isMeant(inner, index, prompt))
        unread.push(beginning(prompt, inner.from, index + 1))
    } else if (piece === ']' || piece === ')') inner.isSpoilt = true
  }
  for (const each of open)
    if (each.bracket === '[' && isMeant(each, prompt.length, prompt))
      unread.push(beginning(prompt, each.from, prompt.length))
  return { changes, unread }
}

/** Whether brackets that are not a change were meant as one: they have two colons, or a number after one. */
function isMeant({ colons }: Open, end: number, prompt: string): boolean {
  const last = colons.at(-1)
  return (
    colons.length > 1 || (last !== undefined && /^\s*[+-]?\.?\d/.test(prompt.slice(last + 1, Math.min(end, last + 20))))
  )
}

const beginning = (prompt: string, from: number, end: number): string =>
  end - from > SHOWN ? `${prompt.slice(from, from + SHOWN)} …` : prompt.slice(from, end)

const opened = (bracket: Open['bracket'], from: number): Open => ({
  bracket,
  from,
  colons: [],
  hasBar: false,
  isSpoilt: false,
})

/** `(x)`, `(x:1.2)` and `[x]` weigh a text, `[x|y]` alternates. */
const isText = ({ bracket, colons, hasBar, isSpoilt }: Open): boolean =>
  !isSpoilt && (bracket === '(' ? colons.length <= 1 && !hasBar : colons.length === 0)

/** What a pair of brackets says, if it has one or two texts and a number. */
function changeOf({ from, colons, hasBar, isSpoilt }: Open, end: number, prompt: string): Change | undefined {
  const [first, last] = [colons[0], colons.at(-1)]
  if (isSpoilt || hasBar || first === undefined || last === undefined || colons.length > 2) return undefined
  const number = end - last > LONGEST ? undefined : NUMBER.exec(prompt.slice(last + 1, end))?.[1]
  if (number === undefined) return undefined
  return {
    moment: { unit: number.includes('.') ? 'share' : 'steps', value: Number(number) },
    whole: [from, end + 1],
    before: colons.length === 2 ? [from + 1, first] : [from + 1, from + 1],
    after: colons.length === 2 ? [first + 1, last] : [from + 1, first],
  }
}

/** A state of a prompt: which moments have come, and when that is so. */
export interface EditState {
  readonly during: During
  readonly come: ReadonlySet<Moment>
}

/**
 * The states that a prompt can be in. How shares and numbers of steps follow each other depends on the number of steps, so each
 * number of moments that have come of the one kind meets each of the other.
 */
export function editStates(moments: readonly Moment[]): readonly EditState[] {
  const ordered = (unit: Moment['unit']) =>
    [
      ...Map.groupBy(
        moments.filter(moment => moment.unit === unit),
        ({ value }) => value,
      ),
    ].toSorted(([a], [b]) => a - b)
  const [shares, steps] = [ordered('share'), ordered('steps')]
  const first = (group: readonly [number, Moment[]] | undefined) => group?.[1].slice(0, 1) ?? []
  return Array.from({ length: shares.length + 1 }).flatMap((_, i) =>
    Array.from({ length: steps.length + 1 }, (_, j) => ({
      during: {
        after: [...first(shares[i - 1]), ...first(steps[j - 1])],
        until: [...first(shares[i]), ...first(steps[j])],
      },
      come: new Set([...shares.slice(0, i), ...steps.slice(0, j)].flatMap(([, group]) => group)),
    })),
  )
}
