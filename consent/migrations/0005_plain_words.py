"""Says someone, no one and email in the words of choices and fields; no column changes."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0004_two_people_decide_disposals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="childdecision",
            name="holder_relation",
            field=models.CharField(
                choices=[
                    ("mother", "Mother"),
                    ("father", "Father"),
                    ("step_or_partner", "Step-parent or second parent by agreement or court order"),
                    ("adoptive", "Adoptive parent"),
                    ("guardian", "Guardian"),
                    ("local_authority", "Local authority (care order)"),
                    ("other", "Someone else, by court order"),
                ],
                max_length=20,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="basis",
            field=models.CharField(
                choices=[
                    ("consent", "Consent of the person"),
                    ("best_interests", "Best-interests decision"),
                    ("gillick", "Consent of a competent child (Gillick)"),
                    ("parental", "Consent of someone with parental responsibility"),
                    ("lpa", "Decision of an attorney (lasting power of attorney)"),
                    ("deputy", "Decision of a deputy appointed by the Court of Protection"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="consulted_who",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("family", "Family"),
                        ("carers", "Carers"),
                        ("advocate", "An advocate"),
                        ("named", "Someone else whom the person named"),
                        ("attorney", "An attorney or deputy"),
                        ("professionals", "Professionals"),
                        ("nobody", "No one"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="historicalwithdrawal",
            name="channel",
            field=models.CharField(
                choices=[
                    ("phone", "By telephone"),
                    ("email", "By email"),
                    ("letter", "By letter"),
                    ("in_person", "In person"),
                    ("public_page", "Through the public page"),
                    ("lead", "Through the lead professional"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="historicalwithdrawal",
            name="namesakes_seen",
            field=models.BooleanField(
                default=False,
                help_text="The approver looked: the same name elsewhere is someone else's.",
            ),
        ),
        migrations.AlterField(
            model_name="historicalwithdrawal",
            name="requester",
            field=models.CharField(
                choices=[
                    ("person", "The person"),
                    ("parent", "Someone with parental responsibility"),
                    ("attorney", "An attorney"),
                    ("deputy", "A deputy"),
                    ("advocate", "An advocate for the person"),
                    ("professional", "A professional, in the person's best interests"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="removalrequest",
            name="requester",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "The person"),
                    ("parent", "Someone with parental responsibility"),
                    ("attorney", "An attorney"),
                    ("deputy", "A deputy"),
                    ("advocate", "An advocate for the person"),
                    ("professional", "A professional, in the person's best interests"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="channel",
            field=models.CharField(
                choices=[
                    ("phone", "By telephone"),
                    ("email", "By email"),
                    ("letter", "By letter"),
                    ("in_person", "In person"),
                    ("public_page", "Through the public page"),
                    ("lead", "Through the lead professional"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="namesakes_seen",
            field=models.BooleanField(
                default=False,
                help_text="The approver looked: the same name elsewhere is someone else's.",
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="requester",
            field=models.CharField(
                choices=[
                    ("person", "The person"),
                    ("parent", "Someone with parental responsibility"),
                    ("attorney", "An attorney"),
                    ("deputy", "A deputy"),
                    ("advocate", "An advocate for the person"),
                    ("professional", "A professional, in the person's best interests"),
                ],
                max_length=12,
            ),
        ),
    ]
