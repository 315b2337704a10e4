import { Compass } from 'lucide-react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { CreatePage } from '../features/create/CreatePage.tsx';
import { DuplicatesPage } from '../features/duplicates/DuplicatesPage.tsx';
import { LibraryPage } from '../features/library/LibraryPage.tsx';
import { LineagePage } from '../features/lineage/LineagePage.tsx';
import { ActivityPage } from '../features/queue/ActivityPage.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { ComparePage } from '../features/viewer/compare/ComparePage.tsx';
import { ViewerPage } from '../features/viewer/ViewerPage.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { text } from './messages.ts';

/** The pages by address; addresses below the same page keep it mounted. */
export function Routes() {
  const [location] = useLocation();
  return (
    <ErrorBoundary key={location.split('/')[1]} scope="page">
      <Switch>
        <Route path="/">
          <Redirect to="/create" replace />
        </Route>
        <Route path="/create">
          <CreatePage />
        </Route>
        <Route path="/library">
          <LibraryPage />
        </Route>
        <Route path="/library/duplicates">
          <DuplicatesPage />
        </Route>
        <Route path="/library/:id">{({ id }) => <ViewerPage id={Number(id)} />}</Route>
        <Route path="/library/:id/lineage">{({ id }) => <LineagePage id={Number(id)} />}</Route>
        <Route path="/library/:left/compare/:right">
          {({ left, right }) => <ComparePage left={Number(left)} right={Number(right)} />}
        </Route>
        <Route path="/activity">
          <ActivityPage />
        </Route>
        <Route path="/settings/:section?">{({ section }) => <SettingsPage section={section} />}</Route>
        <Route>
          <EmptyState
            level={1}
            icon={<Compass />}
            title={text.frame.notFound}
            text={text.frame.notFoundText}
            action={<Link href="/create">{text.frame.goToCreate}</Link>}
          />
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}
