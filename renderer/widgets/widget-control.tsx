import { Upload } from 'lucide-react'
import { Button, FileTrigger, Input, Switch, TextField } from 'react-aria-components'
import type { Widget } from '../../graph/node.ts'
import { AxisField } from '../compare/axis-field.tsx'
import { DrawingField } from '../drawing/drawing-field.tsx'
import { fields, texts } from '../look/styles.ts'
import { useStudio } from '../studio/use-studio.ts'
import { ChoiceField } from './choices/choice-field.tsx'
import { NumberField } from './numbers/number-field.tsx'
import { SeedField } from './numbers/seed-field.tsx'
import { loadPicture } from './pictures/choose-picture.ts'
import { PromptField } from './prompts/prompt-field.tsx'
import { useWidget, type WidgetHandle } from './use-widget.ts'

interface Props {
  readonly node: string
  readonly name: string
  /** The name that a form gives it. */
  readonly label?: string | undefined
  /** The range that a form offers, when it is smaller than the number allows. */
  readonly range?: readonly [min: number, max: number] | undefined
}

/** The control of one widget. */
export function WidgetControl({ node, name, label = name, range }: Props) {
  const widget = useWidget(node, name)
  if (!widget) return null
  const port = range ? narrowed(widget.port, range) : widget.port
  return <Control widget={{ ...widget, label, port }} />
}

/** A number's port with narrower limits; other ports as they are. */
function narrowed(port: Widget, [min, max]: readonly [number, number]): Widget {
  if (port.kind !== 'int' && port.kind !== 'float') return port
  return { ...port, min: Math.max(port.min, min), max: Math.min(port.max, max) }
}

function Control({ widget }: { readonly widget: WidgetHandle }) {
  const { port, label, value, wired, set } = widget
  switch (port.kind) {
    case 'seed':
      return <SeedField widget={widget} />
    case 'int':
    case 'float':
      return <NumberField widget={widget} />
    case 'choice':
      return <ChoiceField widget={widget} />
    case 'file':
      return port.upload ? <PictureField widget={widget} /> : <ChoiceField widget={widget} />
    case 'toggle':
      return (
        <Switch className={fields.switch} isSelected={value === true} onChange={set} isDisabled={wired}>
          <i className={fields.knob} />
          <span className={texts.hidden}>{label}</span>
          {value === true ? 'on' : 'off'}
        </Switch>
      )
    case 'drawing':
      return <DrawingField widget={widget} />
    case 'axis':
      return <AxisField widget={widget} />
    case 'text':
      return port.multiline ? (
        <PromptField widget={widget} rows={4} />
      ) : (
        <TextField aria-label={label} value={String(value ?? '')} onChange={set} isDisabled={wired}>
          <Input />
        </TextField>
      )
  }
}

/** A picture of the input folder, or one to upload to it. */
function PictureField({ widget }: { readonly widget: WidgetHandle }) {
  const studio = useStudio()
  const { document, node, name } = widget
  const load = (file: File | undefined) =>
    file && void loadPicture(studio, document, { node: String(node.id), widget: name }, file)
  return (
    <div className={fields.stack}>
      <ChoiceField widget={widget} />
      <FileTrigger acceptedFileTypes={['image/*']} onSelect={files => load(files?.[0])}>
        <Button>
          <Upload /> Choose a picture…
        </Button>
      </FileTrigger>
    </div>
  )
}
