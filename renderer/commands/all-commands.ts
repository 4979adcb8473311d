import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Command, Studio } from '../studio/studio.ts'
import { editCommands } from './edit-commands.ts'
import { fileCommands } from './file-commands.ts'
import { firstCommands } from './first-commands.ts'
import { nodeCommands } from './node-commands.ts'
import { runCommands } from './run-commands.ts'
import { viewCommands } from './view-commands.ts'
import { walkCommands } from './walk-commands.ts'

/** Everything a user can do, in the order of the palette. */
export const commandsOf = ({ nodeViews }: Pick<Studio, 'nodeViews'>): readonly Command[] => [
  ...runCommands,
  ...fileCommands,
  ...editCommands,
  ...nodeCommands,
  ...nodeViews.flatMap(({ commands = [] }) => commands),
  ...viewCommands,
  ...walkCommands,
  ...firstCommands,
]

export function commandOf(studio: Studio, id: string): Command {
  const command = commandsOf(studio).find(command => command.id === id)
  if (!command) throw new Error(`there is no command ${id}`)
  return command
}

export const isEnabled = (studio: Studio, command: Command, document = studio.documents.active()): boolean =>
  command.enabled?.(studio, document) ?? true

/**
 * Runs a command if it is enabled, and reports errors. Text that is being typed is committed first.
 *
 * @param document  the document to act on, from beginning to end: the one in front, or the one of a dialog
 */
export function runCommand(
  studio: Studio,
  id: string,
  document: DocumentHandle | undefined = studio.documents.active(),
): void {
  const command = commandOf(studio, id)
  for (const commit of studio.uncommitted) commit()
  if (isEnabled(studio, command, document)) void studio.attempt(() => command.run(studio, document))
}
