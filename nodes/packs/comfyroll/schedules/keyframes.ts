import { int } from '../../../../graph/node.ts'

/** The frame that a schedule is read at. */
export const currentFrame = int({ default: 0, min: 0, max: 9999, help: 'The number of the frame, from 0.' })

export const startFrame = int({ default: 0, min: 0, max: 9999, help: 'The frame at which the value begins to change.' })
export const frameDuration = int({ default: 1, min: 0, max: 9999, help: 'Over how many frames it changes.' })

/**
 * What a schedule says at a frame: lines `frame, value`, of which the last one up to that frame counts.
 *
 * @throws Error where no line counts, or one has no number
 */
export function valueAt(schedule: string, frame: number): string {
  let found: string | undefined
  for (const line of schedule.split('\n')) {
    if (line.trim() === '') continue
    const [, start, value] = /^\s*(\d+)\s*,\s*(.*)$/.exec(line) ?? []
    if (start === undefined)
      throw new Error(`Write each line of the schedule as "frame, value"; this one is "${line}".`)
    if (Number(start) > frame) break
    found = value
  }
  if (found === undefined) throw new Error(`The schedule has no line for frame ${frame}: begin it with frame 0.`)
  return found
}
