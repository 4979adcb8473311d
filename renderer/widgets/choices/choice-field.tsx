import { Button } from 'react-aria-components'
import type { ChoiceWidget } from '../../../graph/widgets/choice.ts'
import { type FileWidget, isFile } from '../../../graph/widgets/file.ts'
import { buttons, texts } from '../../look/styles.ts'
import type { WidgetHandle } from '../use-widget.ts'
import css from './choice-field.module.css'
import { ChoiceList } from './choice-list.tsx'
import { similar, useChoices } from './choices.ts'
import { Picker } from './picker.tsx'

type Combo = WidgetHandle<ChoiceWidget<string> | FileWidget>

/** A combo. A file that is missing is marked, with similar ones to select instead. */
export function ChoiceField({ widget }: { readonly widget: Combo }) {
  const { port, label, value } = widget
  const choices = useChoices(port)
  const present = value === undefined || value === null ? null : String(value)
  const isMissing = present !== null && !choices.some(({ id }) => id === present)
  return (
    <div>
      <Picker
        label={label}
        choices={choices}
        selected={present}
        empty={emptyFolder(port)}
        isDisabled={widget.wired}
        onChoose={widget.set}
      />
      {isMissing && <Missing widget={widget} name={present} />}
    </div>
  )
}

/** The same, open on a card. */
export function ChoiceMenu({ widget, onClose }: { readonly widget: Combo; onClose(): void }) {
  const choices = useChoices(widget.port)
  return (
    <ChoiceList
      label={widget.name}
      choices={choices}
      selected={widget.value == null ? null : String(widget.value)}
      empty={emptyFolder(widget.port)}
      onChoose={id => {
        widget.set(id)
        onClose()
      }}
    />
  )
}

function Missing({ widget, name }: { readonly widget: Combo; readonly name: string }) {
  const close = similar(name, useChoices(widget.port))
  if (!isFile(widget.port)) return <p className={texts.invalid}>{name} is not one of the choices.</p>
  return (
    <p className={`${texts.invalid} ${css.missing}`}>
      This file is not in the {widget.port.folder} folder. {close.length > 0 && 'Did you mean '}
      {close.map(({ id }) => (
        <Button key={id} className={buttons.link} onPress={() => widget.set(id)}>
          {id}
        </Button>
      ))}
    </p>
  )
}

function emptyFolder(port: Combo['port']): string {
  if (!isFile(port)) return 'No choices.'
  if (port.folder === 'latents') return 'There are no .latent files in the input folder.'
  if (port.folder === 'ipadapter_embeds') return 'There are no .ipadpt files in the input folder.'
  return `There are no files in the ${port.folder} folder. Add your models folder in Settings.`
}
