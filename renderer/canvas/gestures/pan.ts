import { panned, zoomed } from '../camera.ts'
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

/** Zooms about the place where the drag began: up zooms in. */
export function zoom(start: Place, last: Place = start): Gesture {
  return {
    cursor: 'ns-resize',
    move(to, { camera }) {
      const scale = camera.scale * 1.005 ** (last.screen[1] - to.screen[1])
      return { gesture: zoom(start, to), effects: [{ do: 'look', camera: zoomed(camera, scale, start.screen) }] }
    },
    end: () => [],
    cancel: () => [],
  }
}
