import { useState } from 'react'
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components'
import { commandsOf, isEnabled, runCommand } from '../../commands/all-commands.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { placeNode } from '../../library/place-node.ts'
import { SearchBox } from '../../look/controls.tsx'
import { useFirstRow } from '../../look/first-row.ts'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { flow, lists, texts } from '../../look/styles.ts'
import type { Studio } from '../../studio/studio.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { Scroll } from '../../widgets/choices/scroll.tsx'
import css from './palette.module.css'

interface Entry {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly keys: string
  run(): void
}

/** All commands, with a search field. */
export function Palette() {
  const studio = useStudio()
  const { layout } = studio
  const [text, setText] = useState('')
  const entries = entriesOf(studio)
  const found = matching(entries, text)
  const run = (id: string) => {
    layout.close()
    // The dialog gives the focus back first.
    setTimeout(() => entries.find(entry => entry.id === id)?.run())
  }
  const takeFirst = useFirstRow(text => {
    const [first] = matching(entries, text)
    if (first) run(first.id)
  })
  return (
    <ModalDialog aria-label="Command palette" scrim={css.scrim} frame={css.palette} onClose={layout.close}>
      <div className={flow.column} onKeyDownCapture={takeFirst}>
        <Autocomplete inputValue={text} onInputChange={setText}>
          <SearchBox aria-label="Search commands" autoFocus placeholder="What do you want to do?" />
          <Scroll label="Commands">
            <ListBox
              className={lists.options}
              aria-label="Commands"
              items={found.slice(0, 80)}
              onAction={key => run(String(key))}
              renderEmptyState={() => <p className={css.none}>No command matches.</p>}
            >
              {({ id, title, group, keys }) => (
                <ListBoxItem id={id} textValue={title}>
                  <span className={`${texts.faint} ${css.group}`}>{group}</span>
                  <span className={flow.name}>{title}</span>
                  {keys && <kbd>{keys}</kbd>}
                </ListBoxItem>
              )}
            </ListBox>
          </Scroll>
        </Autocomplete>
      </div>
    </ModalDialog>
  )
}

/** Those with all words in their group and title. */
function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ title, group }) => words.every(word => `${group} ${title}`.toLowerCase().includes(word)))
}

function entriesOf(studio: Studio): readonly Entry[] {
  const { documents } = studio.documents.store.getState()
  return [
    ...commandsOf(studio)
      .filter(command => isEnabled(studio, command))
      .map(command => ({
        id: command.id,
        title: command.title,
        group: command.group,
        keys: shownKeys(studio, command)[0] ?? '',
        run: () => runCommand(studio, command.id),
      })),
    ...documents.map(({ id, title }) => ({
      id: `tab ${id}`,
      title,
      group: 'Go to',
      keys: '',
      run: () => studio.documents.find(id)?.show(),
    })),
    ...[...studio.specs.values()].map(spec => ({
      id: `add ${spec.type}`,
      title: spec.title,
      group: 'Add',
      keys: '',
      run: () => placeNode(studio, studio.documents.activeOrNew(), spec),
    })),
  ]
}
