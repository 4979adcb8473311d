import type { Moment } from '../../../graph/history.ts'
import { parseJson } from '../../../graph/json.ts'
import { checkWorkflow, type Workflow, writeWorkflow } from '../../../graph/workflow.ts'
import type { EditorApi } from '../../../runtime/contract/requests.ts'
import type { Steps } from '../../../runtime/contract/tabs.ts'
import type { DocumentHandle } from '../document-handle.ts'
import type { Documents } from '../documents.ts'

/** How far undo and redo go after the page was loaded again: so many steps each, while their texts have so many letters. */
const mostSteps = 50
const mostLetters = 8 * 1024 * 1024

/** The states that were numbered, and what the program has of them. */
interface Known {
  readonly numbers: WeakMap<Moment<Workflow>, number>
  readonly letters: WeakMap<Moment<Workflow>, number>
  /** By document: the number of its newest state, and the states whose texts the program has. */
  readonly newest: Map<string, number>
  readonly arrived: Map<string, ReadonlySet<number>>
}

interface Surroundings {
  readonly api: EditorApi
  readonly documents: Documents
}

/** Keeps what undo and redo return to in the journal, and reads it when a document that was open before is first shown. */
export function createSteps(surroundings: Surroundings) {
  const known: Known = { numbers: new WeakMap(), letters: new WeakMap(), newest: new Map(), arrived: new Map() }
  const { numbers, letters, newest, arrived } = known
  const unread = readWhenShown(surroundings, known)

  return {
    /** The document was open before: its earlier steps are read once it is in front. */
    expect: (id: string): void => void unread.add(id),
    forget(id: string): void {
      for (const each of [newest, arrived, unread]) each.delete(id)
    },
    /**
     * What the program does not have yet, and all that it must not forget; undefined until the earlier steps were read.
     *
     * @param present  the text of the document as it is
     */
    of({ id, past }: DocumentHandle, present: string): Steps | undefined {
      if (unread.has(id)) return undefined
      number(known, id, past.moments)
      const there = arrived.get(id) ?? new Set()
      const texts = new Map<Moment<Workflow>, string>()
      const lettersOf = (moment: Moment<Workflow>): number => {
        if (moment === past.moments[past.at]) letters.set(moment, present.length)
        else if (!there.has(numbers.get(moment)!)) {
          texts.set(moment, writeWorkflow(moment.state))
          letters.set(moment, texts.get(moment)!.length)
        }
        return letters.get(moment) ?? 0
      }
      const list = around(past, lettersOf).map(moment => ({
        number: numbers.get(moment)!,
        label: moment.label,
        text: texts.get(moment) ?? null,
      }))
      arrived.set(id, new Set(list.map(({ number }) => number).filter(number => there.has(number))))
      return { at: numbers.get(past.moments[past.at]!)!, list }
    },
    /** The program has stored these. */
    arrived: (id: string, { list }: Steps): void => void arrived.set(id, new Set(list.map(({ number }) => number))),
  }
}

/** @returns the documents whose earlier steps were not read yet; whoever adds one has them read once it is in front */
function readWhenShown({ api, documents }: Surroundings, known: Known): Set<string> {
  const { numbers, letters, newest, arrived } = known
  const unread = new Set<string>()

  async function read(id: string): Promise<void> {
    const { at, list } = await api.request('journal:steps', id)
    const past = documents.find(id)?.past
    const index = list.findIndex(({ number }) => number === at)
    if (!past || index < 0) return
    const moments = list.map(({ number, label, text }) => {
      const moment = number === at ? { label, state: past.moments[0]!.state } : earlier(label, text ?? '')
      numbers.set(moment, number)
      letters.set(moment, text?.length ?? 0)
      return moment
    })
    past.restore(moments, index)
    newest.set(id, list.at(-1)!.number)
    arrived.set(id, new Set(list.map(({ number }) => number)))
  }

  const reading = new Set<string>()
  function readActive(): void {
    const id = documents.active()?.id
    if (id === undefined || !unread.has(id) || reading.has(id)) return
    reading.add(id)
    // Without them, undo begins at what is shown.
    void read(id)
      .catch(() => {})
      .finally(() => {
        reading.delete(id)
        unread.delete(id)
      })
  }
  // Restoring brings one tab after the other to the front.
  documents.store.subscribe(() => queueMicrotask(readActive))
  return unread
}

/** Numbers the states in their order: those without a number, and those after one that was replaced. */
function number({ numbers, newest }: Known, id: string, moments: readonly Moment<Workflow>[]): void {
  let last = 0
  for (const moment of moments) {
    if ((numbers.get(moment) ?? 0) <= last) {
      newest.set(id, (newest.get(id) ?? 0) + 1)
      numbers.set(moment, newest.get(id)!)
    }
    last = numbers.get(moment)!
  }
}

/** The moments that are kept: the present one, then those before it, then those after it, as long as there is room. */
function around({ moments, at }: DocumentHandle['past'], lettersOf: (moment: Moment<Workflow>) => number) {
  let room = mostLetters - lettersOf(moments[at]!)
  const roomFor = (some: readonly Moment<Workflow>[]) =>
    some.slice(0, mostSteps).filter(moment => {
      room -= room > 0 ? lettersOf(moment) : 0
      return room > 0
    })
  const before = roomFor(moments.slice(0, at).toReversed()).toReversed()
  return [...before, moments[at]!, ...roomFor(moments.slice(at + 1))]
}

/** A state of an earlier session, which is read when undo or redo returns to it. */
function earlier(label: string, text: string): Moment<Workflow> {
  let state: Workflow | undefined
  return {
    label,
    get state() {
      state ??= checkWorkflow(parseJson(text))
      return state
    },
  }
}
