import { SliderThumb, SliderTrack } from 'react-aria-components'

/** The bar of a slider, filled up to its knob. */
export const SliderBar = () => (
  <SliderTrack className="track">
    {({ state }) => (
      <>
        <i className="fill" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
        <SliderThumb className="thumb" />
      </>
    )}
  </SliderTrack>
)
