import { app } from 'electron'
import { filesIn } from './open-files.ts'

/**
 * One program per user: a second start passes its files to the first and exits.
 *
 * @returns whether this is the first
 */
export function claimInstance(open: (path: string) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, argv, folder) => {
    for (const path of filesIn(argv, folder)) open(path)
  })
  return true
}
