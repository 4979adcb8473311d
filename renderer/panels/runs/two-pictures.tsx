import { ArrowLeftRight, Columns2 } from 'lucide-react'
import { useState } from 'react'
import { Button, Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { IconButton } from '../../look/controls.tsx'
import { DialogHeader, ModalDialog } from '../../look/modal-dialog.tsx'
import { dialogs, flow, texts } from '../../look/styles.ts'
import type { Overlay } from '../../studio/layout.ts'
import { useStudio } from '../../studio/use-studio.ts'
import slider from '../../widgets/numbers/slider-bar.module.css'
import { pictureAt } from '../../widgets/pictures/picture-address.ts'
import { PictureMenuArea } from '../pictures/picture-menu.tsx'
import css from './two-pictures.module.css'

/** Two pictures in one place: the slider, or the arrow keys, show more of the one or of the other. */
export function TwoPictures({ left, right, back }: Omit<Extract<Overlay, { kind: 'two-pictures' }>, 'kind'>) {
  const { layout, gallery } = useStudio()
  const close = () => (back ? layout.open(back) : layout.close())
  const [share, setShare] = useState(50)
  const [isSwapped, setSwapped] = useState(false)
  const [below, above] = isSwapped ? [left, right] : [right, left]
  return (
    <ModalDialog aria-label="Compare two pictures" frame={dialogs.viewer} onClose={close}>
      <DialogHeader title={<b>Compare</b>} onClose={close}>
        <IconButton icon={ArrowLeftRight} label="Swap" onPress={() => setSwapped(!isSwapped)} />
      </DialogHeader>
      <PictureMenuArea of={element => gallery.find(pictureAt(element.getAttribute('src') ?? above))}>
        <div className={css.pictures}>
          <img src={below} alt={`Right: ${nameIn(below)}`} />
          <img src={above} alt={`Left: ${nameIn(above)}`} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
          <i style={{ left: `${share}%` }} />
        </div>
      </PictureMenuArea>
      <Slider value={share} onChange={setShare} minValue={0} maxValue={100}>
        <Label className={texts.hidden}>Share of the left picture</Label>
        <SliderTrack className={slider.track}>
          <SliderThumb className={slider.thumb} />
        </SliderTrack>
      </Slider>
      <div className={`${flow.row} ${texts.faint}`}>
        <span>{nameIn(above)}</span>
        <span className={flow.spring} />
        <span>{nameIn(below)}</span>
      </div>
    </ModalDialog>
  )
}

/** Chooses a picture to be compared with another one. */
export const ChooseForTwo = ({
  filename,
  isChosen,
  onChoose,
}: {
  readonly filename: string
  readonly isChosen: boolean
  onChoose(): void
}) => <IconButton icon={Columns2} label={`Compare ${filename}`} aria-pressed={isChosen} onPress={onChoose} />

/** Compares the two that are chosen. @param chosen  addresses */
export function ShowTwoPictures({ chosen }: { readonly chosen: readonly string[] }) {
  const { layout } = useStudio()
  const [left, right] = chosen
  if (!left || !right) return null
  return (
    <Button onPress={() => layout.open({ kind: 'two-pictures', left, right })}>
      <Columns2 /> Compare
    </Button>
  )
}

const nameIn = (address: string): string => pictureAt(address).filename || address
