import type { Change } from '../../../graph/edit/change.ts'
import type { Effect, Gesture, Place, Press } from './gesture.ts'

interface ValueDrag<T> {
  readonly cursor: string
  readonly label: string
  readonly start: T
  valueAt(to: Place): T
  change(value: T): Change
}

/**
 * Changes a value of the document while the pointer moves, all as one step to undo.
 *
 * @param hasChanged  whether there is a change that `cancel` has to undo
 */
export function dragValue<T>(press: Press, drag: ValueDrag<T>, hasChanged = false): Gesture {
  const { document, time } = press
  const { label, start } = drag
  const changeTo = (to: Place): readonly Effect[] => {
    const value = drag.valueAt(to)
    if (!hasChanged && String(value) === String(start)) return []
    return [{ do: 'change', document, label, change: drag.change(value), merge: `${label} ${time}` }]
  }
  return {
    cursor: drag.cursor,
    move(to) {
      const effects = changeTo(to)
      return { gesture: dragValue(press, drag, effects.length > 0), effects }
    },
    end: changeTo,
    cancel: () => (hasChanged ? [{ do: 'undo', document }] : []),
  }
}
