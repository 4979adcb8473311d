import { useEffect, useState } from 'react'
import { Autocomplete, ListBox, ListBoxItem } from 'react-aria-components'
import type { ListedWorkflow } from '../../../runtime/contract/answers.ts'
import { commandsOf, isEnabled, runCommand } from '../../commands/all-commands.ts'
import { openPath } from '../../commands/exchange/workflow-files.ts'
import { shownKeys } from '../../commands/keyboard.ts'
import { placeNode } from '../../library/place-node.ts'
import { searchNodes } from '../../library/search-nodes.ts'
import { SearchBox } from '../../look/controls.tsx'
import { useFirstRow } from '../../look/first-row.ts'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { flow, lists, texts } from '../../look/styles.ts'
import { selectNodes } from '../../studio/selection.ts'
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

/** All commands, open documents, the nodes of the one in front, workflows and node types, with a search field. */
export function Palette() {
  const studio = useStudio()
  const { layout } = studio
  const [text, setText] = useState('')
  const workflows = useWorkflows()
  const findIn = (text: string) => [...matching(entriesOf(studio, workflows), text), ...addable(studio, text)]
  const found = findIn(text)
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    layout.close()
    // The dialog gives the focus back first.
    setTimeout(entry.run)
  }
  const takeFirst = useFirstRow(text => run(findIn(text)[0]))
  return (
    <ModalDialog aria-label="Command palette" scrim={css.scrim} frame={css.palette} onClose={layout.close}>
      <div className={flow.column} onKeyDownCapture={takeFirst}>
        <Autocomplete inputValue={text} onInputChange={setText}>
          <SearchBox aria-label="Search commands" autoFocus placeholder="A command, a node, a workflow…" />
          <Scroll label="Commands">
            <ListBox
              className={lists.options}
              aria-label="Commands"
              items={found.slice(0, 80)}
              onAction={key => run(found.find(({ id }) => id === key))}
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

/** The nodes of the document in front: each is selected and brought into the middle. */
function nodesOf(studio: Studio): readonly Entry[] {
  const document = studio.documents.active()
  if (!document) return []
  return document.read().present.nodes.map(node => ({
    id: `node ${node.id}`,
    title: `${node.title ?? studio.specs.get(node.type)?.title ?? node.type} · ${node.id}`,
    group: 'Node',
    keys: '',
    run() {
      studio.layout.see(document.id, 'graph')
      document.select(selectNodes([String(node.id)]))
      // A form is left first.
      requestAnimationFrame(() => studio.canvas.current?.reveal(String(node.id)))
    },
  }))
}

/** The saved workflows, the recent ones and the examples; empty until they are known. */
function useWorkflows(): readonly ListedWorkflow[] {
  const { api, attempt } = useStudio()
  const [found, setFound] = useState<readonly ListedWorkflow[]>([])
  useEffect(() => {
    void attempt(async () => {
      const { saved, recent, examples, forYourModels } = await api.request('workflow:list')
      const all = [...recent, ...saved, ...examples, ...forYourModels]
      setFound([...new Map(all.map(one => [one.path, one])).values()])
    })
  }, [api, attempt])
  return found
}

function entriesOf(studio: Studio, workflows: readonly ListedWorkflow[]): readonly Entry[] {
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
    ...nodesOf(studio),
    ...workflows.map(({ path, title }) => ({
      id: `open ${path}`,
      title,
      group: 'Open',
      keys: '',
      run: () => void openPath(studio, path),
    })),
  ]
}

/** The node types that the text may mean, best first. */
function addable(studio: Studio, text: string): readonly Entry[] {
  const words = text.trim().replace(/^add /i, '')
  return searchNodes(studio.specs.values(), words).map(spec => ({
    id: `add ${spec.type}`,
    title: spec.title,
    group: 'Add',
    keys: '',
    run: () => placeNode(studio, studio.documents.activeOrNew(), spec),
  }))
}
