"""Mail that the demo accepted instead of sending it."""

from django.db import models

from core.models import new_id


class DemoMail(models.Model):
    """One e-mail to one recipient, as it would have left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: "models.Manager[DemoMail]" = models.Manager()

    class Meta:
        app_label = "demo"
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="demo_mail_newest")]

    def __str__(self) -> str:
        return f"Mail {self.pk}"
