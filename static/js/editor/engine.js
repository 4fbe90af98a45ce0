/* The one place that knows where django-prose-editor lies. */
export { Editor, Extension, Gapcursor, Mark, Node, Plugin, TrailingNode, UndoRedo, Dropcursor, pm } from "../../django_prose_editor/editor.js";
