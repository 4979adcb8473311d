import type { Gesture, Hands, Place } from './gesture.ts'

/** Moves the sheet under the pointer. */
export function pan({ view, repaint }: Hands, from: Place): Gesture {
  let last = from.screen
  return {
    cursor: 'grabbing',
    move({ screen }) {
      view.pan([screen[0] - last[0], screen[1] - last[1]])
      last = screen
      repaint()
    },
    end() {},
    cancel() {},
  }
}
