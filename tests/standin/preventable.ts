import type { EventEmitter } from 'node:events'

/** Emits an event that listeners may prevent. @returns whether it goes ahead */
export function goesAhead(emitter: EventEmitter, name: string, about: object = {}): boolean {
  const event = {
    ...about,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  emitter.emit(name, event)
  return !event.defaultPrevented
}
