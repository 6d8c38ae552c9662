// Mantine's mixins (rem, light/dark) for the CSS modules.
module.exports = { plugins: { "postcss-preset-mantine": {} } };
