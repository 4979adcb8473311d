import { CircleAlert, CircleCheck, LayoutTemplate } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { filesNamed } from '../../../graph/document/files-named.ts'
import { runCommand } from '../../commands/all-commands.ts'
import { specOf } from '../../library/spec-of.ts'
import { buttons, panels, texts } from '../../look/styles.ts'
import { selectNodes } from '../../studio/selection.ts'
import { useActive, useDocument, useStudio } from '../../studio/use-studio.ts'
import css from './inspect-document.module.css'

/** The document, when nothing is selected: the files that it needs, and its nodes that Leapgraph does not have. */
export function InspectDocument() {
  const studio = useStudio()
  const { select } = useDocument()
  const document = useActive()
  const { names } = useStore(studio.files)
  if (!document) return null
  const { present, title, path, notes } = document
  const files = filesNamed(present, studio.specs)
  const unknown = present.nodes.filter(node => !specOf(studio.specs, present, node))
  return (
    <>
      <header>
        <h2>{title}</h2>
        <Button className={`${buttons.link} ${css.form}`} onPress={() => runCommand(studio, 'view.form')}>
          <LayoutTemplate /> Form
        </Button>
      </header>
      <div className={panels.body}>
        <p className={`${texts.faint} ${css.path}`}>{path ?? 'Not saved yet'}</p>
        <p>
          {present.nodes.length} {present.nodes.length === 1 ? 'node' : 'nodes'}, {present.links?.length ?? 0} wires
        </p>
        {present.nodes.length === 0 && (
          <p className={texts.note}>
            Double-click the canvas, or press Space, to add a node. Drag from one socket to another to wire them.
          </p>
        )}
        {files.length > 0 && <h3>Files it uses</h3>}
        <ul className={css.files}>
          {files.map(({ node, folder, name }) => {
            const isThere = names[folder]?.includes(name) ?? false
            return (
              <li key={`${node} ${folder} ${name}`}>
                {isThere ? <CircleCheck className={css.found} /> : <CircleAlert className={css.missing} />}
                <Button className={buttons.link} onPress={() => select(selectNodes([node]))}>
                  {name}
                </Button>
                <span className={texts.faint}>{isThere ? folder : `not in ${folder}`}</span>
              </li>
            )
          })}
        </ul>
        <OpeningNotes notes={notes} />
        {unknown.length > 0 && (
          <p className={`${texts.note} ${texts.warn}`}>
            Not available here: {[...new Set(unknown.map(({ type }) => type))].join(', ')}. These nodes are kept and
            written back; a run that needs them stops there.
          </p>
        )}
      </div>
    </>
  )
}

/** What of the file does not run or was replaced. */
function OpeningNotes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <>
      <h3>When it was opened</h3>
      <ul className={css.files}>
        {notes.map(note => (
          <li key={note} className={texts.note}>
            {note}
          </li>
        ))}
      </ul>
    </>
  )
}
