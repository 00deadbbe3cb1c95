import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The one accent colour: a quiet pine. Shade 7 carries white text, and stands out on light and on dark pages. */
const pine: MantineColorsTuple = [
  '#edf7f4',
  '#dcede7',
  '#b5dacf',
  '#8bc7b5',
  '#68b69f',
  '#51ac91',
  '#3a9079',
  '#2b7761',
  '#256552',
  '#1b5041',
]

const SYSTEM_FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'

/** The look of every page. The fonts are the device's own: nothing is loaded from elsewhere. */
export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: 7,
  defaultRadius: 'md',
  fontFamily: SYSTEM_FONTS,
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '650' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // French is longer than English, and phones are narrow: a button grows rather than cut its text.
    Button: {
      styles: {
        root: { height: 'auto', minHeight: 'var(--button-height)', paddingBlock: 4 },
        label: { whiteSpace: 'normal', height: 'auto', lineHeight: 1.35, overflow: 'visible' },
      },
    },
  },
})

/** Mantine's quiet and error texts are too pale to be read by everybody (WCAG AA asks for 4.5 to 1). */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8f7',
    '--mantine-color-default-border': '#d5dbd8',
    '--mantine-color-dimmed': '#57606a',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#68717b',
    '--mantine-color-anchor': '#256552',
    '--entente-line': '#2b7761',
  },
  dark: {
    '--mantine-color-body': '#14181a',
    '--mantine-color-default': '#1d2326',
    '--mantine-color-default-hover': '#272e32',
    '--mantine-color-default-border': '#3a4347',
    '--mantine-color-dimmed': '#a9b2b9',
    '--mantine-color-error': '#ff9b92',
    '--mantine-color-placeholder': '#97a0a8',
    '--mantine-color-anchor': '#8bc7b5',
    '--entente-line': '#68b69f',
  },
})
