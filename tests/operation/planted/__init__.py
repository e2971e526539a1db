"""An app that exists for one test: its second migration holds everybody up."""
