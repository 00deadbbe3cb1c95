import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The one accent colour: a quiet pine. Shade 7 carries white text on light pages, shade 4 black text on dark ones. */
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
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: SYSTEM_FONTS,
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '650' },
  respectReducedMotion: true,
  cursorType: 'pointer',
})

/** Mantine's quiet and error texts are too pale to be read by everybody (WCAG AA asks for 4.5 to 1). */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8f7',
    '--mantine-color-dimmed': '#57606a',
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#68717b',
    '--mantine-color-anchor': '#256552',
  },
  dark: {
    '--mantine-color-body': '#14181a',
    '--mantine-color-dimmed': '#a9b2b9',
    '--mantine-color-error': '#ff9b92',
    '--mantine-color-placeholder': '#97a0a8',
    '--mantine-color-anchor': '#8bc7b5',
  },
})
