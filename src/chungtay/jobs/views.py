"""The page of one job: what the machine is doing, how far it is, what came out."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chungtay.accounts.roles import Permission
from chungtay.jobs import actions
from chungtay.jobs.models import Job
from chungtay.kit.clock import now
from chungtay.localities.access import ReaderRequest, page


@require_GET
@never_cache
@page(Permission.SEE_OWN_WORK)
def show(request: ReaderRequest, pk: int) -> HttpResponse:
    """The whole page; for htmx only the part that changes, with the state spoken when it is another than `seen`."""
    job = request.reader.get(Job.objects.select_related("locality"), pk=pk)
    polled = request.headers.get("HX-Request") == "true"
    context = {
        "job": job,
        "may_steer": actions.may_steer(job, request.reader),
        "back": request.GET.get("back", ""),
        "announce": polled and request.GET.get("seen") != job.state,
    }
    return render(request, "jobs/_job.html" if polled else "jobs/show.html", context)


def _back(request: ReaderRequest, job: Job) -> HttpResponse:
    """To the list that the person came from, else to the page of the job."""
    asked = request.POST.get("back", "")
    known = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return HttpResponseRedirect(asked if known else job.get_absolute_url())


@require_POST
@page(Permission.SEE_OWN_WORK)
def cancel(request: ReaderRequest, pk: int) -> HttpResponse:
    job = actions.cancel_job(job=request.reader.get(Job, pk=pk), by=request.reader, at=now())
    return _back(request, job)


@require_POST
@page(Permission.SEE_OWN_WORK)
def retry(request: ReaderRequest, pk: int) -> HttpResponse:
    job = actions.retry_job(job=request.reader.get(Job, pk=pk), by=request.reader, at=now())
    return _back(request, job)
