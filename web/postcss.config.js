import mantine from 'postcss-preset-mantine'

// The browser's own light-dark() looks at the colour scheme that is in force; a rewritten one would not work in tokens.
export default { plugins: [mantine({ features: { lightDarkFunction: false } })] }
