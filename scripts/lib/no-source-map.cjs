// Stands in for the package source-map, which Handlebars asks for and does without where it cannot be had: compiling a template is
// then half the work, and nobody looks at the maps.
throw new Error('there are no source maps of templates');
