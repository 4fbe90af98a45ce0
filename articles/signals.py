"""What the core announces.

Every signal is sent inside the verb's transaction, after its rows are written (decision 0001): a
receiver that writes rows commits or fails together with the verb. Receivers carry a
``dispatch_uid``, are safe to run twice, and do slow or outside work from a task of their own.
"""

from django.dispatch import Signal

# article: Article, by: User. The story is public, or will be at article.publish_at.
article_published = Signal()

# article: Article. The story has become public, for the first time: sent once in its life, a few
# seconds later and in the transaction that notes it (see articles.announcing). Nobody acts here.
article_announced = Signal()

# article: Article, by: User, substantive: bool, moved: bool. What readers see of a story has
# changed; moved: its first category too.
article_updated = Signal()

# article: Article, by: User (who had scheduled it), reason: str. A change that was scheduled could
# not be put before the readers at its time; it waits for a decision.
update_refused = Signal()

# article: Article, by: User. The story answers 410 from now on.
article_withdrawn = Signal()

# article: Article, review: Review, by: User, step: articles.reviews.Step, before: User | None (who
# had claimed it). What happened to the review of a story, or to the story while it was reviewed.
review_changed = Signal()

# article: Article, by: User. article.comments_state has changed.
comments_toggled = Signal()
