import { Upload } from 'lucide-react'
import { Button, FileTrigger } from 'react-aria-components'
import type { FileWidget } from '../../../graph/widgets/file.ts'
import { drawPair, drawTitle } from '../../canvas/cards/draw-row.ts'
import { fields } from '../../look/styles.ts'
import { useStudio } from '../../studio/use-studio.ts'
import { choosePicture, loadPicture } from '../pictures/choose-picture.ts'
import { inputAddress } from '../pictures/picture-address.ts'
import type { WidgetHandle } from '../use-widget.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { ChoiceField, ChoiceMenu } from './choice-field.tsx'

/** A picture of the input folder, or one to upload to it. */
function PictureField({ widget }: { readonly widget: WidgetHandle<FileWidget> }) {
  const studio = useStudio()
  const target = { node: String(widget.node.id), widget: widget.name }
  const load = (file: File | undefined) => file && void loadPicture(studio, widget.document, target, file)
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

/** Without the ending that all model files have. */
const faceOf = (value: string): string => value.replace(/\.(safetensors|sft)$/i, '')

const row: CardRow<FileWidget> = {
  part: 'value',
  draw: (brush, { label, value }) => drawPair(brush, label, value == null ? 'choose…' : faceOf(String(value))),
  editor: { shape: 'list', Body: ChoiceMenu },
}

const uploadRow: CardRow<FileWidget> = {
  part: 'upload',
  isButton: true,
  draw: brush => drawTitle(brush, 'Choose a picture…'),
  press: ({ name }, { studio, document, node }) => void choosePicture(studio, document, { node, widget: name }),
}

export const fileView: WidgetView<FileWidget> = {
  Control: ({ widget }) => (widget.port.upload ? <PictureField widget={widget} /> : <ChoiceField widget={widget} />),
  rows: ({ upload }) => (upload ? [row, uploadRow] : [row]),
  cardWidth: () => 315,
  picture: ({ folder }, value) =>
    folder === 'input' ? (typeof value === 'string' && value !== '' ? inputAddress(value, 512) : null) : undefined,
}
