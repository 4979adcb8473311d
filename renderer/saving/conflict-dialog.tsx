import { Button, Heading } from 'react-aria-components'
import { ModalDialog } from '../look/modal-dialog.tsx'
import { buttons, texts } from '../look/styles.ts'
import { isDirty } from '../studio/documents.ts'
import type { ConflictQuestion } from '../studio/layout.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import css from './saving.module.css'

/** Asks before a file is replaced that is not the one this document was made from. Shows both. */
export function ConflictDialog({ conflict, answer }: ConflictQuestion) {
  const { layout } = useStudio()
  const document = useDocument().read()
  const { title, path, present } = document
  const { why, title: name, nodes, modified, size, difference } = conflict
  const isOwn = why === 'changed' && conflict.path === path
  return (
    <ModalDialog role="alertdialog" frame={css.question} onClose={layout.close}>
      <Heading slot="title">{isOwn ? `${name} was changed on disk` : `Replace ${name}?`}</Heading>
      <p>
        {isOwn
          ? 'Another program changed the file since you opened or saved it.'
          : 'Another file has this name. Its content is lost if you replace it.'}
      </p>
      <dl className={css.both}>
        <div>
          <dt>Your document</dt>
          <dd>
            <b>{title}</b>
            <span>{counted(present.nodes.length)}</span>
            <span>
              {path === null ? 'not saved yet' : isDirty(document) ? 'with unsaved edits' : 'no unsaved edits'}
            </span>
          </dd>
        </div>
        <div>
          <dt>The file on disk</dt>
          <dd>
            <b>{name}</b>
            <span>{nodes === null ? `${Math.ceil(size / 1000)} kB` : counted(nodes)}</span>
            <span>changed {when(modified)}</span>
          </dd>
        </div>
      </dl>
      {difference && <p>{difference}</p>}
      <p className={`${texts.faint} ${css.place}`}>{conflict.path}</p>
      <div className={css.choices}>
        <Button onPress={layout.close}>Cancel</Button>
        {isOwn && <Button onPress={() => answer('reload')}>Reload from disk</Button>}
        <Button className={buttons.danger} onPress={() => answer('replace')}>
          {isOwn ? 'Overwrite' : 'Replace'}
        </Button>
        <Button className={buttons.primary} autoFocus onPress={() => answer('keep-both')}>
          Keep both
        </Button>
      </div>
    </ModalDialog>
  )
}

const counted = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`)

const when = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
