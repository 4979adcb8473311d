import { ArrowLeftRight, X } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, Label, Modal, ModalOverlay, Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import type { Overlay } from '../../studio/layout.ts'
import { useStudio } from '../../studio/use-studio.ts'

/** Two pictures in one place: the slider, or the arrow keys, show more of the one or of the other. */
export function Compare({ left, right, back }: Omit<Extract<Overlay, { kind: 'compare' }>, 'kind'>) {
  const { layout } = useStudio()
  const close = () => (back ? layout.open(back) : layout.close())
  const [share, setShare] = useState(50)
  const [isSwapped, setSwapped] = useState(false)
  const [below, above] = isSwapped ? [left, right] : [right, left]
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={close}>
      <Modal className="modal viewer">
        <Dialog aria-label="Compare two pictures">
          <div className="row">
            <b>Compare</b>
            <span className="spring" />
            <Button className="icon" aria-label="Swap" onPress={() => setSwapped(!isSwapped)}>
              <ArrowLeftRight />
            </Button>
            <Button className="icon" aria-label="Close" onPress={close}>
              <X />
            </Button>
          </div>
          <div className="compare">
            <img src={below} alt={`Right: ${nameIn(below)}`} />
            <img src={above} alt={`Left: ${nameIn(above)}`} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
            <i className="seam" style={{ left: `${share}%` }} />
          </div>
          <Slider className="slider" value={share} onChange={setShare} minValue={0} maxValue={100}>
            <Label className="only-heard">Share of the left picture</Label>
            <SliderTrack className="track">
              <SliderThumb className="thumb" />
            </SliderTrack>
          </Slider>
          <div className="row where">
            <span>{nameIn(above)}</span>
            <span className="spring" />
            <span>{nameIn(below)}</span>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

const nameIn = (address: string): string => new URLSearchParams(address.split('?')[1]).get('filename') ?? address
