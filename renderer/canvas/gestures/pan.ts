import { panned } from '../camera.ts'
import type { Gesture, Place } from './gesture.ts'

/** Moves the view with the pointer. */
export function pan({ screen: last }: Place): Gesture {
  return {
    cursor: 'grabbing',
    move(to, { camera }) {
      const by = [to.screen[0] - last[0], to.screen[1] - last[1]] as const
      return { gesture: pan(to), effects: [{ do: 'look', camera: panned(camera, by) }] }
    },
    end: () => [],
    cancel: () => [],
  }
}
