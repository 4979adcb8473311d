import { MenuItem } from 'react-aria-components'
import { useStudio } from '../studio/use-studio.ts'
import { commandOf, isEnabled, runCommand } from './all-commands.ts'
import { shownKeys } from './keyboard.ts'

/** A command in a menu, with its keys. */
export function CommandItem({ id }: { readonly id: string }) {
  const studio = useStudio()
  const command = commandOf(studio, id)
  const [keys] = shownKeys(studio, command)
  return (
    <MenuItem id={id} isDisabled={!isEnabled(studio, command)} onAction={() => runCommand(studio, id)}>
      {command.title}
      {keys && <kbd>{keys}</kbd>}
    </MenuItem>
  )
}
