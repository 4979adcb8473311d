import { Label, Slider, SliderOutput } from 'react-aria-components'
import { SliderBar } from './slider-bar.tsx'

interface Props {
  readonly label: string
  readonly value: number
  onChange(value: number): void
}

/** A share, shown in percent. */
export const ShareSlider = ({ label, value, onChange }: Props) => (
  <Slider
    className="slider share"
    minValue={0}
    maxValue={1}
    step={0.01}
    value={value}
    onChange={onChange}
    formatOptions={{ style: 'percent' }}
  >
    <Label className="only-heard">{label}</Label>
    <SliderBar />
    <SliderOutput className="where" />
  </Slider>
)
