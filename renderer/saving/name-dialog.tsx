import { useEffect, useState } from 'react'
import { Button, FieldError, Heading, Input, Label, TextField } from 'react-aria-components'
import type { FileOnDisk } from '../../runtime/contract/answers.ts'
import { ModalDialog } from '../look/modal-dialog.tsx'
import { buttons, dialogs, fields, flow, texts } from '../look/styles.ts'
import type { NameQuestion } from '../studio/layout.ts'
import { useDocument, useStudio } from '../studio/use-studio.ts'
import css from './saving.module.css'

const titles = { save: 'Save workflow', rename: 'Rename workflow' } as const
const actions = { save: 'Save', rename: 'Rename' } as const

interface Place extends FileOnDisk {
  /** What was asked for. */
  readonly name: string
}

/** Asks for the name of a workflow, and says where its file goes and whether the name is taken. */
export function NameDialog({ purpose, answer }: NameQuestion) {
  const { layout } = useStudio()
  const { title, path } = useDocument().read()
  const [name, setName] = useState(title)
  // Without a file, a new name is the tab's alone.
  const asks = purpose === 'save' || path !== null
  const place = usePlace(name, purpose === 'rename' ? path : null, asks)
  // A name that was typed after the last answer may be free; the program decides in any case.
  const isTaken = place?.name === name && place.version !== null && place.path !== path
  const isBlank = name.trim() === ''
  const cannot = isBlank || (isTaken && purpose === 'rename')
  return (
    <ModalDialog frame={dialogs.small} onClose={layout.close}>
      <Heading slot="title">{titles[purpose]}</Heading>
      <form
        className={flow.column}
        onSubmit={event => {
          event.preventDefault()
          if (!cannot) answer(name.trim())
        }}
      >
        <TextField
          className={fields.field}
          value={name}
          onChange={setName}
          autoFocus
          isInvalid={cannot}
          maxLength={200}
        >
          <Label>Name</Label>
          <Input onFocus={event => event.currentTarget.select()} />
          <FieldError className={texts.invalid}>
            {isBlank ? 'Type a name.' : 'Another file in this folder has this name.'}
          </FieldError>
        </TextField>
        {place && !isBlank && (
          <p className={`${texts.faint} ${css.place}`}>
            {purpose === 'save' ? 'Saves to ' : 'Renames to '}
            {place.path}
          </p>
        )}
        <p role="status" className={css.taken}>
          {isTaken && purpose === 'save' && 'This name is taken. You are asked before the other file is replaced.'}
        </p>
        <div className={flow.actions}>
          <span className={flow.spring} />
          <Button onPress={layout.close}>Cancel</Button>
          <Button className={buttons.primary} type="submit" isDisabled={cannot}>
            {actions[purpose]}
          </Button>
        </div>
      </form>
    </ModalDialog>
  )
}

/** Where a workflow with the last answered name is saved, and what is there; null until it is known. */
function usePlace(name: string, beside: string | null, asks: boolean): Place | null {
  const { api } = useStudio()
  const [place, setPlace] = useState<Place | null>(null)
  useEffect(() => {
    if (!asks || name.trim() === '') return
    let isCurrent = true
    const show = (found: FileOnDisk | null) => isCurrent && setPlace(found && { ...found, name })
    api.request('workflow:place', { name: name.trim(), beside }).then(show, () => show(null))
    return () => {
      isCurrent = false
    }
  }, [api, name, beside, asks])
  return place
}
